/** The list stays where it is while an exposure is open beside it. */
export default function ExposureLayout({ children, panel }: { children: React.ReactNode; panel: React.ReactNode }) {
  return (
    <>
      {children}
      {panel}
    </>
  );
}
