import type { SuggestionSource } from "./source";
import { creator } from "./sources/creator";
import { manager, succession } from "./sources/departed-owner";
import { lastHuman } from "./sources/last-human";
import { naming } from "./sources/naming";
import { codeowners, serviceCatalogue, workloadPeople } from "./sources/workload-people";

/** Every way to guess an owner. Imports that name one write their own suggestions (`suggestImported`), since only the file knows. */
export const suggestionSources: readonly SuggestionSource[] = [creator, workloadPeople, codeowners, serviceCatalogue, naming, lastHuman, manager, succession];
