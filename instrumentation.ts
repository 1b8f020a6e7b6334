/** Runs once when the server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || !process.env.DATABASE_URL) return;
  const { startWebHeartbeat } = await import("./lib/next/heartbeat");
  startWebHeartbeat();
  const { startKeepingInventory } = await import("./lib/next/keep-inventory");
  startKeepingInventory();
}
