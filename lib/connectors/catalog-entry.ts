import type { TokenClass } from "../domain/tokens";
import type { Abilities } from "./contract";

/** One field of a form. The names of a credential's fields are the keys of the credential that is sealed. */
export interface CatalogField {
  name: string;
  label: string;
  /** where to find or how to make it, and what it must be allowed to do */
  help: string;
  placeholder: string;
  secret: boolean;
  required: boolean;
  /** a text of many lines in this language, instead of one line */
  text?: "yaml";
}
export interface CatalogVendor {
  vendor: string;
  title: string;
  /** what it can and can't do, per class of tokens */
  abilities: Partial<Record<TokenClass, Abilities>>;
  blindSpots: string[];
  origin: { placeholder: string; help: string };
  settings: CatalogField[];
  /** sealed to the collector */
  readCredential: CatalogField[];
  /** sealed to the executor; null = nothing can be revoked there */
  revokeCredential: CatalogField[] | null;
}
