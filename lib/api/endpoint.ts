import type { z } from "zod";
import type { Action } from "../authorization/table";
import type { Context } from "../core/context";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** One operation of the REST API: all that runs it, and all that documents it. */
export interface Endpoint {
  method: Method;
  /** below /api/v1, with {names} for path parameters */
  path: string;
  /** unique; what client generators call it */
  id: string;
  tag: string;
  summary: string;
  description?: string;
  /** what one must be allowed to do, by roles and scopes; null = any living API token may */
  action: Action | null;
  /** path and query parameters of a GET or DELETE; path parameters and JSON body otherwise */
  input: z.ZodObject;
  /** every answer is put through it: what it does not name is left out, and an answer that does not fit is an error of ours. Null = nothing is answered (204) */
  output: z.ZodType | null;
  /** the answer is a file: its media types, by name of the format */
  streams?: readonly string[];
  status?: 201;
  run(ctx: Context, input: never): Promise<unknown>;
}

interface Typed<S extends z.ZodObject> extends Omit<Endpoint, "input" | "run"> {
  input: S;
  run(ctx: Context, input: z.output<S>): Promise<unknown>;
}

/** Writes an endpoint down with its input typed. */
export const endpoint = <S extends z.ZodObject>(definition: Typed<S>): Endpoint => definition as unknown as Endpoint;

/** The names in a path: "/tokens/{id}" → ["id"] */
export const pathNames = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
