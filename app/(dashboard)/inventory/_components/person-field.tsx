"use client";

import { ChoiceField, type ChoiceFieldProps } from "../../_components/choice-field";

export type { Chosen } from "../../_components/choice-field";

/** Finds one active person by name. */
export function PersonField(props: Pick<ChoiceFieldProps, "label" | "chosen" | "onChoose" | "hint" | "error">) {
  return <ChoiceField {...props} from="/api/people-choices" nothing="Nobody active is called that." />;
}
