import type { TokenClass } from "../../domain/tokens";

/** How sure a hit is, surest first: checksum or structure verified · the vendor's form · the words around it. Randomness alone is none (decision 46). */
export const confidences = ["checked", "shaped", "contextual"] as const;
export type Confidence = (typeof confidences)[number];

/** Why a hit is known not to be a live secret. `reference`: a variable, a vault's path, a lookup in the environment. */
export type Mark = "placeholder" | "example" | "test_key" | "hash" | "uuid" | "reference";

export type Encoding = "base64" | "url" | "json";

/** What of a credential isn't secret and serves to match it: an AWS access key id, a JWT's `kid`, a URL's host and user. */
export interface Parts {
  keyId?: string;
  host?: string;
  user?: string;
}

/** Byte offsets of a stretch of a text. */
export interface Stretch {
  start: number;
  end: number;
}

/** One secret in a text. */
export interface Hit extends Stretch {
  /** id in the catalog of kinds */
  kind: string;
  /** byte offsets of the secret itself, not of its assignment; of an encoded one: of the encoded stretch */
  start: number;
  end: number;
  /** what less specific hits took for a secret here too, where that reaches further: it is shown no more than the hit */
  covers?: Stretch;
  /** plaintext, decoded; whoever receives it fingerprints it and forgets it */
  secret: string;
  confidence: Confidence;
  /** null: nothing speaks against its being live. Marked hits are kept: a caller decides what to hide. */
  mark: Mark | null;
  encoding: Encoding | null;
  parts?: Parts;
}

/** What is known of a kind of secret. */
export interface Kind {
  id: string;
  title: string;
  /** the vendor or the theme */
  family: string;
  /** structured: the value itself says what it is. generic: only the words around it do. */
  tier: "structured" | "generic";
  /** the class of token it is in the inventory; null: no token (a password, a webhook's address) */
  tokenClass: TokenClass | null;
  /** where its owner makes a new one and ends the old */
  rotate: string;
}
