"use client";

import { useState } from "react";

interface Seen {
  token: string;
  /** of what a decision rests on */
  version: string;
}

const seenAs = ({ token, version }: Seen): string => `${token} ${version}`;

/**
 * Rows that were decided leave a list at once, as they were seen: a list that was read before the decision does not bring them back, and one
 * that says something new of them does.
 */
export function useLeaving() {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  return {
    stays: (row: Seen): boolean => !gone.has(seenAs(row)),
    leave: (rows: readonly Seen[]): void => setGone((before) => new Set([...before, ...rows.map(seenAs)])),
    comeBack: (): void => setGone(new Set()),
  };
}
