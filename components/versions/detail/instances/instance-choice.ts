import { pageOf } from '#components/services/list-choice.ts';
import { INSTANCE_GROUPS, type InstanceGroup } from '#server/domain/instance-group.ts';

export type InstanceChoice = { group: InstanceGroup | undefined; filter: string; page: number };

/** What the URL says of the list of instances; page and browser read it alike. */
export function instanceChoiceOf(params: URLSearchParams): InstanceChoice {
  return {
    group: INSTANCE_GROUPS.find((group) => group === params.get('state')),
    filter: params.get('instance') ?? '',
    page: pageOf(params),
  };
}
