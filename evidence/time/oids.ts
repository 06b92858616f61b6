// Promises the object identifiers that tokens, certificates and CMS need, each named once.

export const oids = {
  signedData: "1.2.840.113549.1.7.2",
  data: "1.2.840.113549.1.7.1",
  tstInfo: "1.2.840.113549.1.9.16.1.4",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificate: "1.2.840.113549.1.9.16.2.12",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  rsaEncryption: "1.2.840.113549.1.1.1",
  rsaPss: "1.2.840.113549.1.1.10",
  sha256: "2.16.840.1.101.3.4.2.1",
  extKeyUsage: "2.5.29.37",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  crlDistributionPoints: "2.5.29.31",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  ecdsaSha256: "1.2.840.10045.4.3.2",
  ecdsaSha384: "1.2.840.10045.4.3.3",
  rsaSha256: "1.2.840.113549.1.1.11",
} as const;

/** Digest algorithms that are believed, by identifier, as node:crypto names them; SHA-1 is not among them. */
export const digestNames: Record<string, string> = {
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** Signature algorithms by identifier: with which digest (null: the one that the signer names beside) and which key. */
export const signatureNames: Record<string, { digest: string | null; key: "rsa" | "ec" }> = {
  "1.2.840.113549.1.1.1": { digest: null, key: "rsa" },
  "1.2.840.113549.1.1.11": { digest: "sha256", key: "rsa" },
  "1.2.840.113549.1.1.12": { digest: "sha384", key: "rsa" },
  "1.2.840.113549.1.1.13": { digest: "sha512", key: "rsa" },
  "1.2.840.10045.4.3.2": { digest: "sha256", key: "ec" },
  "1.2.840.10045.4.3.3": { digest: "sha384", key: "ec" },
  "1.2.840.10045.4.3.4": { digest: "sha512", key: "ec" },
};
