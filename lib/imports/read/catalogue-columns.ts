/** What a catalogue's file says of each entity, by the names of the fields that it feeds. */
export const catalogueColumns = ["id", "name", "kind", "description", "owner"] as const;
