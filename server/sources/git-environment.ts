/** All that git may know of this process. */
const PASSED_ON = [
  'PATH',
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
  'GIT_SSL_CAINFO',
  'SSL_CERT_FILE',
];

/**
 * Instead of the user's own settings. Local repositories may belong to somebody else; nothing of theirs is run, because
 * hooks and filters are taken from here alone. Large files are streamed, else git would hold them in memory.
 */
export const GIT_SETTINGS = `[safe]
\tdirectory = *
[core]
\thooksPath = /dev/null
\tbigFileThreshold = 16m
[advice]
\tdetachedHead = false
`;

/** `settings` is the file of {@link GIT_SETTINGS}; the token is for this very address. */
export function gitEnvironment(
  settings: string,
  { url, token }: { url: string; token: string | null },
): NodeJS.ProcessEnv {
  const passed = PASSED_ON.filter((name) => process.env[name] !== undefined);
  return {
    NODE_ENV: process.env.NODE_ENV,
    ...Object.fromEntries(passed.map((name) => [name, process.env[name]])),
    LC_ALL: 'C', // Its words are read.
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: settings,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'https:file',
    ...(token === null || !url.startsWith('https:') ? {} : authorization(url, token)),
  };
}

/**
 * Arguments of a process can be read by everyone on the machine, its environment cannot. Git would take the token along
 * to wherever the host sends it.
 */
function authorization(url: string, token: string): Record<string, string> {
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: `http.${url}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${credentials}`,
    GIT_CONFIG_KEY_1: 'http.followRedirects',
    GIT_CONFIG_VALUE_1: 'false',
  };
}
