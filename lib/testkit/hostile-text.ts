/** Text that breaks what takes it for more than text. Each is short enough for every field, and begins and ends with no blank. */
export const hostileTexts = [
  ["a script tag", `<script>document.title="owned"</script>`],
  ["an image that runs", `"><img src=x onerror="document.title='owned'">`],
  ["bidi marks", "\u202eevil\u202c \u2066x\u2069"],
  ["emoji", "🎈👩‍👩‍👧 Z͑ͫ̓"],
  ["a formula =", `=HYPERLINK("http://evil.test","x")`],
  ["a formula +", "+1+1"],
  ["a formula -", "-2+3"],
  ["a formula @", "@SUM(A1)"],
  ["SQL", "'); drop table token; --"],
  ["LIKE", "100%_\\"],
  ["a template", "{{7*7}} <%= 7*7 %> %s"],
  ["half a character", "half \ud800 of one"],
  ["NUL", "nul \0 in it"],
] as const;

/** As formulas hide from whoever trims: blanks that spreadsheets skip. */
export const hiddenFormulas = ["\t=1+1", "\r=1+1"] as const;
export const tenThousand = "x".repeat(10_000);
