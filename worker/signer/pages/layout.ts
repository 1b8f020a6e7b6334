import { type Html, html, type Piece } from "../http/html";
import type { Signer } from "../signer";

export type Theme = "light" | "dark" | null;

export interface Frame {
  signer: Pick<Signer, "page" | "sample" | "appOrigin">;
  theme: Theme;
  title: string;
  /** who is here, when known */
  visitor?: string | null;
  /** where the way back leads, below web's origin */
  back?: { path: string; label: string };
  /** modules of ours to load */
  scripts?: readonly string[];
}

/** Every page of the signer: where one is, who one is, what is to be decided, and the way back. Nothing else. */
export function layout({ signer, theme, title, visitor, back, scripts = [] }: Frame, body: Piece): Html {
  const way = back ?? { path: "/", label: "Back to Countersign" };
  return html`<html lang="en"${theme ? html` data-theme="${theme}"` : null}>
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title} · Countersign signing page</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="preload" href="/assets/inter-latin.woff2" as="font" type="font/woff2" crossorigin>
${["tokens", "page", "statement", "answer"].map((name) => html`<link rel="stylesheet" href="/assets/${name}.css">`)}
${scripts.map((name) => html`<script type="module" src="/assets/${name}"></script>`)}
</head>
<body>
<a class="skip" href="#content">Skip to the statement</a>
<header class="top"><div class="column">
<span class="logo"><span class="mark" aria-hidden="true"><span class="p done"></span><span class="m"></span></span>Countersign <span class="part">signing page</span></span>
${visitor ? html`<span class="visitor"><span class="p done" aria-hidden="true"></span>${visitor}</span>` : null}
</div></header>
${signer.sample ? sampleNote : null}
<main id="content" class="column" tabindex="-1">${body}</main>
<footer class="column foot">
<a href="${signer.appOrigin}${way.path}">${way.label}</a>
<p>You are on <span class="mono">${signer.page.origin}</span>. Signatures count from this address alone.</p>
</footer>
</body></html>`;
}

const sampleNote = html`<aside class="sample" aria-label="About this organisation"><p class="column"><strong>Sample trust.</strong> This organisation is made up and trusts a key that pinned itself. Signatures here show how it works; they protect nothing.</p></aside>`;
