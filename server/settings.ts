// Settings come from the environment, are read once at start, and are checked all together.
import path from 'node:path';
import { z } from 'zod';
import type { ShellSettings } from '#server/domain/shell-address.ts';
import { timesSchema } from '#server/domain/times.ts';
import { trustedProxies } from '#server/trusted-proxies.ts';

const portSetting = (fallback: number) =>
  z.coerce.number({ error: 'must be a port number' }).int().min(1).max(65535).default(fallback);

/** Addresses and networks parted by commas. */
function networksSetting() {
  return z
    .string()
    .default('')
    .transform((text, context) => {
      const entries = text.split(',').map((entry) => entry.trim());
      const networks = entries.filter(Boolean);
      try {
        trustedProxies(networks);
      } catch (error) {
        context.addIssue({ code: 'custom', message: String(error) });
      }
      return networks;
    });
}

const fieldsSchema = z.object({
  PORT: portSetting(3000),
  GATEWAY_PORT: portSetting(8080),
  /** First port of loopback on which gateway workers tell Prometheus what they carry; 0: none. */
  GATEWAY_ADMIN_PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int()
    .min(0)
    .max(65535)
    .default(9180),
  /** Processes that share the gateway's port. Old and new ones together have a port for Prometheus each. */
  GATEWAY_WORKERS: z.coerce.number({ error: 'must be a number' }).int().min(1).max(8).default(1),
  /** Port on which the deployer carries webshells; 0: none. */
  SHELL_PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65535).default(3001),
  /** Where browsers reach that port, if not by the console's own host: `wss://…` behind a proxy that speaks TLS. */
  SHELL_URL: z.url({ protocol: /^wss?$/, error: 'must begin with ws:// or wss://' }).optional(),
  /** Port for HTTPS, with the certificates of `npm run certificate`; 0: none. */
  GATEWAY_TLS_PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65535).default(0),
  DATA_DIR: z.string().min(1).default('./data'),
  RUNNER: z.enum(['auto', 'docker', 'embedded']).default('auto'),
  BASE_DOMAIN: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'must be a domain name in lower case')
    .default('localhost'),
  /** Addresses and networks whose X-Forwarded-* fields the gateway believes, parted by commas. */
  GATEWAY_TRUSTED_PROXIES: networksSetting(),
  /** The same for the console: proxies that speak TLS before it. */
  CONSOLE_TRUSTED_PROXIES: networksSetting(),
  /** Where people reach the console; test addresses send them there to sign in. */
  CONSOLE_URL: z.url({ protocol: /^https?$/, error: 'must begin with http:// or https://' }).optional(),
  DOCKER_HOST: z
    .string()
    .regex(
      /^(unix:\/\/\/|tcp:\/\/|http:\/\/|https:\/\/)/,
      'must begin with unix:///, tcp://, http:// or https://',
    )
    .optional(),
  /** Versions' CPU limits may add up to this many times the machine's cores; memory is never given twice. */
  CPU_OVERCOMMIT: z.coerce.number().min(1).max(16).default(4),
  /** What the logs of all services may take on disk together, in MiB. */
  LOGS_MAX_MB: z.coerce.number({ error: 'must be a number' }).int().min(64).max(1_048_576).default(4_096),
  /** Builds that may run at the same time; the others wait their turn. */
  BUILD_CONCURRENCY: z.coerce.number().int().min(1).max(16).default(1),
  /** Memory that one step of a build may use, in GB. */
  BUILD_MEMORY_GB: z.coerce.number().min(0.1).max(64).default(2),
  /** JSON with any of domain/times.ts; for tests and benches. */
  BERTH_TIMES: z
    .string()
    .default('{}')
    .transform((text, context) => {
      const times = timesSchema.partial().safeParse(parseJson(text));
      if (times.success) return timesSchema.parse(times.data);
      context.addIssue({ code: 'custom', message: z.prettifyError(times.error) });
      return z.NEVER;
    }),
});

const settingsSchema = fieldsSchema.refine(
  ({ CONSOLE_URL, SHELL_URL }) => !CONSOLE_URL?.startsWith('https:') || !SHELL_URL?.startsWith('ws:'),
  { path: ['SHELL_URL'], error: 'must begin with wss:// where CONSOLE_URL begins with https://' },
);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // The schema says what is wrong with it.
  }
}

export type Settings = ReturnType<typeof readSettings>;

/** The settings of this process. Throws one Error that names every wrong setting. `dataDir` is absolute. */
export function readSettings(env: NodeJS.ProcessEnv = process.env) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = settingsSchema.safeParse(present);
  if (!parsed.success) throw new Error(`These settings are wrong:\n${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  const consoleUrl = (values.CONSOLE_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, '');
  return {
    port: values.PORT,
    gatewayPort: values.GATEWAY_PORT,
    gatewayWorkers: values.GATEWAY_WORKERS,
    adminPort: values.GATEWAY_ADMIN_PORT,
    tlsPort: values.GATEWAY_TLS_PORT,
    trustedProxies: values.GATEWAY_TRUSTED_PROXIES,
    consoleTrustedProxies: values.CONSOLE_TRUSTED_PROXIES,
    dataDir: path.resolve(values.DATA_DIR),
    runner: values.RUNNER,
    baseDomain: values.BASE_DOMAIN,
    /** Without a slash at the end. */
    consoleUrl,
    shell: shellSettings(values, consoleUrl),
    dockerHost: values.DOCKER_HOST,
    cpuOvercommit: values.CPU_OVERCOMMIT,
    builds: { concurrency: values.BUILD_CONCURRENCY, memoryGb: values.BUILD_MEMORY_GB },
    logsMaxMegabytes: values.LOGS_MAX_MB,
    times: values.BERTH_TIMES,
  };
}

/** Where the settings name either address, people reach the console by its own alone. */
function shellSettings(values: z.output<typeof settingsSchema>, consoleUrl: string): ShellSettings {
  const isNamed = values.CONSOLE_URL !== undefined || values.SHELL_URL !== undefined;
  return {
    port: values.SHELL_PORT,
    url: values.SHELL_URL ?? null,
    consoleOrigin: isNamed ? new URL(consoleUrl).origin : null,
  };
}
