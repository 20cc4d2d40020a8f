// What the API offers beside its procedures: bodies and files that belong into none.
import { codesByStatus, problemSchema } from '#server/api/openapi/errors.ts';
import type { PackageView } from '#server/api/views/package-view.ts';
import { LOG_EXPORT_LINES } from '#server/domain/log-query.ts';

const EITHER = [{ token: [] }, { session: [] }];
const UPLOAD_STATUSES = [400, 401, 403, 404, 409, 413];

/** Path → its operations. */
export function routePaths() {
  return {
    '/api/uploads': { post: UPLOAD() },
    '/api/audit-export': { get: AUDIT_EXPORT },
    '/api/logs-export': { get: LOGS_EXPORT() },
    '/api/openapi.json': { get: DOCUMENT },
  };
}

const DOCUMENT = {
  operationId: 'openapi',
  tags: ['files'],
  summary: 'This document',
  description: 'OpenAPI 3.1 of this very installation. For whoever is signed in.',
  security: EITHER,
  responses: {
    200: {
      description: 'The document',
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    401: { $ref: '#/components/responses/E401' },
  },
};

const AUDIT_EXPORT = {
  operationId: 'auditExport',
  tags: ['files'],
  summary: 'The log of events as a file',
  description:
    'Takes the filter of `audit.list`, too. Needs the right `administer` to the whole installation.',
  security: EITHER,
  parameters: [inQuery('format', { type: 'string', enum: ['csv', 'jsonl'] }, 'jsonl: can be verified')],
  responses: {
    200: {
      description: 'Oldest first',
      content: {
        'text/csv': { schema: { type: 'string' } },
        'application/x-ndjson': { schema: { type: 'string' } },
      },
    },
    401: { $ref: '#/components/responses/E401' },
  },
  'x-berth-right': 'administer',
  'x-berth-object': 'installation',
};

function LOGS_EXPORT() {
  return {
    operationId: 'logsExport',
    tags: ['files'],
    summary: 'Lines that a service printed as a file',
    description: `Takes the filter of \`logs.search\`, lists parted by commas; ${LOG_EXPORT_LINES} lines at most. Needs the right \`view\` to the service.`,
    security: EITHER,
    parameters: [
      inQuery('serviceId', { type: 'string' }, 'Whose lines'),
      inQuery(
        'format',
        { type: 'string', enum: ['txt', 'jsonl'] },
        'jsonl: with all that is known of a line',
      ),
    ],
    responses: {
      200: {
        description: 'Oldest first, unless `order` says otherwise',
        content: {
          'text/plain': { schema: { type: 'string' } },
          'application/x-ndjson': { schema: { type: 'string' } },
        },
      },
      401: { $ref: '#/components/responses/E401' },
      404: { $ref: '#/components/responses/E404' },
    },
    'x-berth-right': 'view',
    'x-berth-object': 'service',
  };
}

function UPLOAD() {
  return {
    operationId: 'uploads',
    tags: ['files'],
    summary: 'Upload code for a service',
    description: 'Takes a zip, or a folder as a tar. Needs the right `operate` to the service.',
    security: EITHER,
    parameters: [
      inQuery('serviceId', { type: 'string' }, 'Whose code it is'),
      inQuery('fileName', { type: 'string', maxLength: 1000 }, 'As it is shown'),
      inQuery('kind', { type: 'string', enum: ['zip', 'folder'] }, 'zip: the archive; folder: a tar of it'),
    ],
    requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string' } } } },
    responses: {
      200: { description: 'What was found in it', content: { 'application/json': { schema: PACKAGE } } },
      ...Object.fromEntries(uploadErrors()),
    },
    'x-berth-right': 'operate',
    'x-berth-object': 'service',
  };
}

/** A {@link PackageView}. */
const PACKAGE_FIELDS = {
  packageId: { type: 'string', description: 'For a source of kind `package`' },
  fileName: { type: 'string' },
  sizeBytes: { type: 'integer' },
  fileCount: { type: 'integer' },
  hasDockerfile: { type: 'boolean' },
} satisfies { [Name in keyof PackageView]?: object };

const PACKAGE = { type: 'object', properties: PACKAGE_FIELDS, required: Object.keys(PACKAGE_FIELDS) };

function inQuery(name: string, schema: object, description: string) {
  return { name, in: 'query', required: true, description, schema };
}

/** As of procedures, but without the frame around `problem`. */
function uploadErrors() {
  return UPLOAD_STATUSES.map((status) => {
    const problem = problemSchema(codesByStatus().get(status) ?? []);
    const schema = { type: 'object', properties: { problem }, required: ['problem'] };
    return [status, { description: 'Refused', content: { 'application/json': { schema } } }];
  });
}
