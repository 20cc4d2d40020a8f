// What is asked of a run, and how long it takes.
import { parseArgs } from 'node:util';
import type { Backends } from '#bench/gateway/backends.ts';
import type { RunningProxy } from '#bench/gateway/proxy.ts';

export const SECTIONS = ['cpu', 'latency', 'bulk', 'memory', 'table', 'tls'] as const;
export type SectionName = (typeof SECTIONS)[number];

export type Plan = {
  sections: readonly SectionName[];
  rounds: number;
  /** Of each round, for each proxy. */
  seconds: number;
  warmUpRequests: number;
  /** Services in the large table. */
  services: number;
  isProfiled: boolean;
};

/** What every section gets. */
export type Bench = { plan: Plan; backends: Backends; proxies: readonly RunningProxy[]; folder: string };

const FULL = { rounds: 5, seconds: 3, warmUpRequests: 50_000, services: 10_000 };
const QUICK = { rounds: 3, seconds: 1, warmUpRequests: 20_000, services: 2_000 };
const QUICK_SECTIONS: readonly SectionName[] = ['cpu', 'latency', 'bulk', 'memory'];

/** From the command line. Throws for words that it does not know. */
export function readPlan(args: string[]): Plan {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const asked = values.only.map(sectionOf);
  const all = values.quick ? QUICK_SECTIONS : SECTIONS;
  const sections = asked.length > 0 ? asked : all;
  return { ...(values.quick ? QUICK : FULL), sections, isProfiled: values.profile };
}

function sectionOf(name: string): SectionName {
  const found = SECTIONS.find((section) => section === name);
  if (!found) throw new Error(`There is no section '${name}'. Sections: ${SECTIONS.join(', ')}`);
  return found;
}
