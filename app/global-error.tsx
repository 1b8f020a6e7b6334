"use client";

import "./globals.css";

/** The last resort: even the layout failed. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Countersign is not working</title>
        <main className="mx-auto flex max-w-[480px] flex-col gap-3 px-4 py-[16vh]">
          <h1 className="text-xl font-[620]">Countersign is not working right now</h1>
          <p className="text-ink-2">
            No page could be made. The database may be unreachable. Look at <code className="mono">/api/health</code> and the log of the web process; the
            machine's own work goes on without this page.
          </p>
          <p className="mono">{error.digest ?? "no reference"}</p>
          <p>
            <a href="/" className="text-people underline">
              Try again
            </a>
          </p>
        </main>
      </body>
    </html>
  );
}
