import { isSchema } from '#server/api/openapi/input-fields.ts';
import { methodOf } from '#server/api/openapi/operation.ts';
import type { JsonSchema, Procedure } from '#server/api/openapi/procedures.ts';

/** Lines for a shell that call the procedure. `BERTH_URL` and `BERTH_TOKEN` are the reader's own. */
export function curlExample(procedure: Procedure): string {
  const { path, kind, input } = procedure;
  const isRead = methodOf(procedure) === 'get';
  const json = input === null ? undefined : JSON.stringify(sampleOf('input', input));
  const flags = kind === 'subscription' ? 'curl -sSN' : 'curl -sS';
  return [
    `${flags}${isRead && json !== undefined ? ' -G' : ''} "$BERTH_URL/api/trpc/${path}"`,
    '-H "Authorization: Bearer $BERTH_TOKEN"',
    ...(isRead ? readArguments(json) : writeArguments(json)),
  ].join(' \\\n  ');
}

function readArguments(json: string | undefined): string[] {
  return json === undefined ? [] : [`--data-urlencode 'input=${json}'`];
}

/** What takes nothing still is a POST. */
function writeArguments(json: string | undefined): string[] {
  return json === undefined ? ['-X POST'] : [`-H 'Content-Type: application/json'`, `-d '${json}'`];
}

/** The smallest input that has every field that is needed: `SERVICE_ID` stands for a service's id. */
export function sampleOf(name: string, schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (isSchema(choice)) return sampleOf(name, choice);
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.filter(isSchema).map((part) => sampleOf(name, part)));
  switch ([schema.type].flat()[0]) {
    case 'object':
      return objectSample(schema);
    case 'array':
      return isSchema(schema.items) ? [sampleOf(name, schema.items)] : [];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    default:
      return name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
  }
}

function objectSample({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
  const needed = Object.entries(properties).filter(([name]) => required.includes(name));
  return Object.fromEntries(
    needed.map(([name, value]) => [name, isSchema(value) ? sampleOf(name, value) : null]),
  );
}
