const interval = 15_000;

/** The services that use the story's tokens: each asks Unleash for its flags now and then, with its own token, until stopped. */
export function startWorkloads(origin, credentials, log) {
  const refused = new Set();
  const ask = async ({ name, secret }) => {
    const response = await fetch(`${origin}/api/client/features`, { headers: { authorization: secret }, signal: AbortSignal.timeout(10_000) }).catch(
      () => null,
    );
    if (response?.status === 401 && !refused.has(name)) {
      refused.add(name);
      log(`${name} is refused by Unleash: its token is dead`);
    }
    await response?.arrayBuffer();
  };
  const round = () => Promise.all(credentials.map(ask));
  const timer = setInterval(round, interval);
  void round();
  return () => clearInterval(timer);
}
