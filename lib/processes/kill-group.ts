/** Kills a process that leads its own group (as {@link spawnGuarded} starts them), and whatever it started in that group, also after it ended itself. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // nobody is left
  }
}
