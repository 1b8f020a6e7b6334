import { apiRoute } from "@/lib/next/api-route";

/** The REST API: what lib/api/table.ts lists, and nothing else. */
export const GET = apiRoute;
export const POST = apiRoute;
export const PUT = apiRoute;
export const DELETE = apiRoute;
export const PATCH = apiRoute;
