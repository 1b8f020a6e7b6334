import { defineRoute } from "@/lib/next/define-route";
import { HistoryInput, postureHistory } from "@/lib/posture/history";

/** The recorded figures, day by day. */
export const GET = defineRoute({ input: HistoryInput, authorize: () => ({ action: "overview.read" }), run: postureHistory });
