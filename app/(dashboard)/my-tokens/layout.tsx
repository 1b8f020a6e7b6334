/** The list stays where it is while a token is open beside it. */
export default function MyTokensLayout({ children, panel }: { children: React.ReactNode; panel: React.ReactNode }) {
  return (
    <>
      {children}
      {panel}
    </>
  );
}
