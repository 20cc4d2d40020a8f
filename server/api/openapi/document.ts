// OpenAPI 3.1 of this API, made from the routers themselves: what is not in it does not exist.
import { errorComponents } from '#server/api/openapi/errors.ts';
import { methodOf, operationOf, tagOf } from '#server/api/openapi/operation.ts';
import { listProcedures, type Procedure } from '#server/api/openapi/procedures.ts';
import { routePaths } from '#server/api/openapi/routes.ts';

const INTRODUCTION = [
  'Every procedure has an address `/api/trpc/<name>`. Those that read take GET, with their input as JSON in `input`;',
  'those that change something take POST with JSON as the body. What they give is in `result.data`.',
  'A program sends `Authorization: Bearer` with a token made under 设置 → API 令牌 (Settings, API tokens). A',
  'refusal has a stable `code` in `error.data.problem`. Times are epoch ms.',
].join('\n');

export type OpenApiDocument = ReturnType<typeof openApiDocument>;

export function openApiDocument({ version, cookieName }: { version: string; cookieName: string }) {
  const procedures = listProcedures();
  return {
    openapi: '3.1.0',
    info: {
      title: 'CloudBerth 云泊',
      version,
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      contact: { name: 'The owners of this installation' },
    },
    servers: [{ url: '/', description: 'This console' }],
    tags: tagsOf(procedures),
    paths: { ...Object.fromEntries(procedures.map(pathOf)), ...routePaths() },
    components: { ...errorComponents(), securitySchemes: securitySchemes(cookieName) },
  };
}

function pathOf(procedure: Procedure) {
  return [`/api/trpc/${procedure.path}`, { [methodOf(procedure)]: operationOf(procedure) }] as const;
}

function tagsOf(procedures: readonly Procedure[]) {
  const names = new Set([...procedures.map(({ path }) => tagOf(path)), 'files']);
  return [...names].sort().map((name) => ({ name, description: `Everything of ${name}` }));
}

function securitySchemes(cookieName: string) {
  return {
    token: {
      type: 'http',
      scheme: 'bearer',
      description: 'An API token: `berth_` and 39 letters and digits',
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: cookieName,
      description: 'A signed-in browser; changes also need an Origin of this very host',
    },
  };
}
