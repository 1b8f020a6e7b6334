/** What a page gets as its query parameters. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** Those parameters of an address that a list knows, in a fixed order: its key in the browser, and its query for the route. */
export function listAddress(params: Pick<URLSearchParams, "get">, names: readonly string[]): string {
  const query = new URLSearchParams();
  for (const name of names) {
    const value = params.get(name);
    if (value) query.set(name, value);
  }
  return query.toString();
}

/** The same from a page's query parameters; of a repeated one the first counts, as in the browser. */
export async function pageAddress(searchParams: SearchParams, names: readonly string[]): Promise<string> {
  const given = await searchParams;
  return listAddress({ get: (name) => [given[name]].flat()[0] ?? null }, names);
}

/** What the server has already read for the address that the page was asked for. */
export interface FirstPage<T> {
  address: string;
  page: T;
}

/** First pages for `useInfiniteQuery`, where the server read this very address. */
export const initialPages = <T>(first: FirstPage<T> | null, address: string) =>
  first && first.address === address ? { pages: [first.page], pageParams: [""] } : undefined;
