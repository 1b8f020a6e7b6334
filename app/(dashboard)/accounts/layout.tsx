/** The list stays where it is while an account is open beside it. */
export default function AccountsLayout({ children, panel }: { children: React.ReactNode; panel: React.ReactNode }) {
  return (
    <>
      {children}
      {panel}
    </>
  );
}
