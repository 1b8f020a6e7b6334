/** The list stays where it is while a token is open beside it. */
export default function ResidueLayout({ children, panel }: { children: React.ReactNode; panel: React.ReactNode }) {
  return (
    <>
      {children}
      {panel}
    </>
  );
}
