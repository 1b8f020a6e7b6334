/** Which process opens a credential for each use: the collector reads, the executor revokes. */
export const sealedTo = { read: "collector", revoke: "executor" } as const;
export type CredentialUse = keyof typeof sealedTo;
