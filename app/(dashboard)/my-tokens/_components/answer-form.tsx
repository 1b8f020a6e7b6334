"use client";

import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import { FormDialog, type FormDialogProps } from "../../_components/form-dialog";

export interface AnswerFormProps extends Pick<FormDialogProps, "title" | "description" | "verb" | "children" | "onClose"> {
  ready: boolean;
  onAnswer: () => Promise<Failure | null>;
}

/** One answer for one or several tokens. */
export function AnswerForm({ onAnswer, ...form }: AnswerFormProps) {
  return <FormDialog {...form} failed="Your answer was not kept" besideFields onSubmit={onAnswer} />;
}

/** The one, by name, or how many. */
export const namedRows = (rows: readonly { name: string }[]): string => (rows.length === 1 && rows[0] ? rows[0].name : plural(rows.length, "token"));
