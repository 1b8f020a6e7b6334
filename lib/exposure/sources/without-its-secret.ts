import type { Told } from "./piece";

/** What is shorter stands in any name. */
const shortest = 4;
const hidden = "•••";

/**
 * A finding whose place and rule do not hold the secret it tells of: no detector of ours may know that secret, so nothing later would hide it. An
 * address that held it leads nowhere without it, and is left out.
 */
export function withoutItsSecret(told: Told): Told {
  const { secret, location } = told;
  if (secret === null || secret.length < shortest) return told;
  const forms = formsOf(secret);
  const without = (text: string) => forms.reduce((left, form) => left.replaceAll(form, hidden), text);
  const shown = (text: string | null) => text && without(text);
  const { path, reference, author, url } = location;
  return {
    ...told,
    rule: without(told.rule),
    location: { ...location, path: without(path), reference: shown(reference), author: shown(author), url: url === null || without(url) === url ? url : null },
  };
}

/** As it is written, and as addresses write it, the longest first. */
function formsOf(secret: string): string[] {
  const encoded = [encodeURIComponent, encodeURI].map((encode) => encode(secret.toWellFormed()));
  const asForm = new URLSearchParams({ "": secret }).toString().slice(1);
  const inAddresses = [...encoded, asForm].flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
  return [...new Set([secret, ...inAddresses])].sort((a, b) => b.length - a.length);
}
