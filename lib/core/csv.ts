/** Signs with which spreadsheets begin a formula (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r]/;

/** One cell: quoted where needed, and inert where a spreadsheet would run it (a leading apostrophe makes it text). */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" && formula.test(value) ? `'${value}` : String(value);
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of CSV with its line end (RFC 4180). */
export const csvLine = (cells: (string | number | boolean | null | undefined)[]): string => `${cells.map(csvCell).join(",")}\r\n`;
