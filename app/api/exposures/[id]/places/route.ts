import { listPlaces } from "@/lib/exposure/list-places";
import { PlacesInput } from "@/lib/exposure/schemas";
import { defineRoute } from "@/lib/next/define-route";

/** One page of the places of an exposure. */
export const GET = defineRoute({ input: PlacesInput, authorize: () => ({ action: "inventory.read" }), run: listPlaces });
