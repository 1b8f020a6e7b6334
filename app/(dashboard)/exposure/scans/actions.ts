"use server";

import { cancelRun } from "@/lib/exposure/scanning/cancel-run";
import { pauseSource } from "@/lib/exposure/scanning/pause-source";
import { runNow } from "@/lib/exposure/scanning/run-now";
import { PauseInput, RunInput, SendInput, SourceInput } from "@/lib/exposure/scanning/schemas";
import { sendAgain, sendFromBrowser } from "@/lib/exposure/scanning/send";
import { defineAction } from "@/lib/next/define-action";

const authorize = () => ({ action: "scan.start" }) as const;

export const sendAction = defineAction({ input: SendInput, authorize, run: sendFromBrowser, revalidate: ["/exposure"] });

export const sendAgainAction = defineAction({ input: RunInput, authorize, run: sendAgain });

export const cancelRunAction = defineAction({ input: RunInput, authorize, run: cancelRun });

export const runNowAction = defineAction({ input: SourceInput, authorize, run: runNow, revalidate: ["/exposure"] });

export const pauseSourceAction = defineAction({ input: PauseInput, authorize, run: pauseSource, revalidate: ["/exposure"] });
