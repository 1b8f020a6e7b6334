import { ReadersInput, readersOf } from "@/lib/exposure/readers";
import { defineRoute } from "@/lib/next/define-route";

/** Who could read the places of an exposure. */
export const GET = defineRoute({ input: ReadersInput, authorize: () => ({ action: "inventory.read" }), run: readersOf });
