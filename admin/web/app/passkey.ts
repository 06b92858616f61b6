// Promises the browser's own passkey dialog, fed and read as JSON (WebAuthn Level 3, section 5.1).

type Json = Record<string, unknown>;

/** Whether this browser can do it at all. */
export const knowsPasskeys = (): boolean =>
  typeof PublicKeyCredential === "function" && typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function";

const toJson = (credential: Credential | null): Json => (credential as PublicKeyCredential).toJSON() as unknown as Json;

/** Rejects when the person closes the browser's dialog or the device refuses. */
export async function makePasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return toJson(await navigator.credentials.create({ publicKey }));
}

/** Rejects when the person closes the browser's dialog or no known device answers. */
export async function askPasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return toJson(await navigator.credentials.get({ publicKey }));
}
