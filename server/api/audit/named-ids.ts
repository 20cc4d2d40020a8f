/** Fields that hold nothing but the id of something of ours. What else a request says stays out of the log. */
const ID_FIELDS = [
  'environmentId',
  'serviceId',
  'versionId',
  'deploymentId',
  'networkId',
  'credentialId',
  'certificateId',
  'packageId',
  'userId',
  'sessionId',
  'tokenId',
  'linkId',
  'invitationId',
  'applicationId',
] as const;

/** As ids of ours look, and better-auth's: nothing that a password or a key would fit into by mistake. */
const ID = /^(?:[a-z]{2,5}-[a-z0-9]{6,16}|[A-Za-z0-9]{32})$/;

/** The ids that an input names, at its top level. */
export function namedIds(input: unknown): Record<string, string> {
  if (!(input instanceof Object)) return {};
  const named = ID_FIELDS.map((field) => [field, Reflect.get(input, field)] as const);
  return Object.fromEntries(named.filter(([, id]) => typeof id === 'string' && ID.test(id)));
}
