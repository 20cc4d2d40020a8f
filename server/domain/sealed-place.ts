// Where a sealed value is kept. It is sealed together with its place, so that it opens nowhere else.

declare const sealedPlace: unique symbol;
export type SealedPlace = string & { readonly [sealedPlace]: true };

/** Of a row of `secrets`: what asks for it names its own environment, and opens nothing of another. */
export function secretPlace(environmentId: string, secretId: string): SealedPlace {
  return `secrets/${environmentId}/${secretId}` as SealedPlace;
}

/** Of the private key of a row of `certificates`. */
export function certificatePlace(certificateId: string): SealedPlace {
  return `certificates/${certificateId}/key` as SealedPlace;
}

/** Of the client secret in the setting `singleSignOn`. */
export const SINGLE_SIGN_ON_PLACE = 'installation_settings/singleSignOn/clientSecret' as SealedPlace;
