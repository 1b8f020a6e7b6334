import { z } from "zod";

/**
 * Where a repository is fetched from: https, host, port and path, as browsers write it. Nothing that may be a credential: a user, a password, a query.
 * Its problems don't repeat it.
 */
export const RepositoryAddress = z
  .string()
  .max(2_000)
  .refine(isAddress, "must be like https://git.example.com/acme/payments.git: https, without a user, a password, a query or a fragment")
  .transform((text) => new URL(text).href);

function isAddress(text: string): boolean {
  if (!/^[\x21-\x7e]+$/.test(text) || text.includes("\\") || !URL.canParse(text)) return false;
  const { protocol, username, password, pathname, href } = new URL(text);
  return protocol === "https:" && username === "" && password === "" && !/[?#]/.test(href) && pathname.replaceAll("/", "") !== "";
}

/** As people call it: `acme/payments`. */
export const repositoryName = (address: string): string => decodeSafely(new URL(address).pathname.replace(/^\/+|\/+$/g, "").replace(/\.git$/, ""));

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
