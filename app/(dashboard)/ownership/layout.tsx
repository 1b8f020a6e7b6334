/** The list stays where it is while a token is open beside it. */
export default function OwnershipLayout({ children, panel }: { children: React.ReactNode; panel: React.ReactNode }) {
  return (
    <>
      {children}
      {panel}
    </>
  );
}
