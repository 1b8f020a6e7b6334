"use client";

import { useState } from "react";

/** What is ticked: some rows by id, or all that the filters match save some. */
export type Chosen = { all: false; ids: ReadonlySet<string> } | { all: true; except: ReadonlySet<string> };

const nothing: Chosen = { all: false, ids: new Set() };

/** The ticked rows of a list of `total`, of which `loaded` are here. What was ticked under other filters is ticked no more. */
export function useChosen(filters: string, loaded: readonly string[], total: number | null) {
  const [kept, setKept] = useState<{ under: string; chosen: Chosen }>({ under: filters, chosen: nothing });
  const chosen = kept.under === filters ? kept.chosen : nothing;
  const setChosen = (next: Chosen) => setKept({ under: filters, chosen: next });
  const selected: ReadonlySet<string> = chosen.all ? new Set(loaded.filter((id) => !chosen.except.has(id))) : chosen.ids;
  function onChange(next: ReadonlySet<string>) {
    if (!chosen.all) return setChosen({ all: false, ids: next });
    // of what lies further down nobody took anything out
    const shown = new Set(loaded);
    setChosen({ all: true, except: new Set([...[...chosen.except].filter((id) => !shown.has(id)), ...loaded.filter((id) => !next.has(id))]) });
  }
  const count = chosen.all ? (total ?? loaded.length) - chosen.except.size : chosen.ids.size;
  return {
    chosen,
    selected,
    count,
    onChange,
    clear: () => setChosen(nothing),
    chooseAll: () => setChosen({ all: true, except: new Set() }),
    /** whether some are ticked and more match */
    more: !chosen.all && total !== null && chosen.ids.size > 0 && total > chosen.ids.size,
  };
}
