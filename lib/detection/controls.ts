import type { Control } from "./contract";

const of =
  (framework: string, version: string) =>
  (id: string, title: string, erratum?: string): Control => ({ framework, version, id, title, ...(erratum ? { erratum } : {}) });
const nhi = of("OWASP-NHI", "2025");
const csf = of("NIST-CSF", "2.0");
const rmf = of("NIST-AI-RMF", "1.0");

/**
 * OWASP Non-Human Identities Top 10 (2025), NIST CSF 2.0 (February 2024) and NIST AI RMF 1.0 (AI 100-1), by the ids of the published lists.
 * Titles are the published ones, shortened where they run over a line. An erratum says under which other id common texts quote the same thing.
 */
export const controls = {
  improperOffboarding: nhi("NHI1", "Improper Offboarding", 'Often quoted as "NHI-03" for lifecycle; in the published list it is NHI1.'),
  secretLeakage: nhi("NHI2", "Secret Leakage"),
  vulnerableThirdParty: nhi("NHI3", "Vulnerable Third-Party NHI"),
  insecureAuthentication: nhi("NHI4", "Insecure Authentication"),
  overprivileged: nhi("NHI5", "Overprivileged NHI"),
  insecureCloudDeployment: nhi("NHI6", "Insecure Cloud Deployment Configurations"),
  longLivedSecrets: nhi("NHI7", "Long-Lived Secrets", 'Often quoted as "NHI-03" for rotation; in the published list it is NHI7.'),
  environmentIsolation: nhi("NHI8", "Environment Isolation"),
  reuse: nhi("NHI9", "NHI Reuse"),
  humanUse: nhi("NHI10", "Human Use of NHI"),

  supplierRelationshipEnds: csf("GV.SC-10", "Plans cover what happens after the end of a partnership or service agreement"),
  hardwareInventory: csf("ID.AM-01", "Inventories of hardware managed by the organization are maintained"),
  softwareInventory: csf("ID.AM-02", "Inventories of software, services and systems managed by the organization are maintained"),
  supplierInventory: csf("ID.AM-04", "Inventories of services provided by suppliers are maintained"),
  lifecycle: csf("ID.AM-08", "Systems, hardware, software, services and data are managed throughout their life cycles"),
  changesAndExceptions: csf("ID.RA-07", "Changes and exceptions are managed, assessed for risk impact, recorded and tracked"),
  identitiesManaged: csf("PR.AA-01", "Identities and credentials are managed by the organization"),
  authenticated: csf("PR.AA-03", "Users, services and hardware are authenticated"),
  leastPrivilege: csf(
    "PR.AA-05",
    "Access permissions are managed, enforced and reviewed, with least privilege and separation of duties",
    'Called "PR.AC-4" in CSF 1.1.',
  ),
  usageMonitored: csf("DE.CM-03", "Personnel activity and technology usage are monitored"),
  providersMonitored: csf("DE.CM-06", "External service provider activities and services are monitored"),
  runtimeMonitored: csf("DE.CM-09", "Computing hardware and software, runtime environments and their data are monitored"),
  eventsAnalyzed: csf("DE.AE-02", "Potentially adverse events are analyzed"),
  sourcesCorrelated: csf("DE.AE-03", "Information is correlated from multiple sources"),
  incidentsContained: csf("RS.MI-01", "Incidents are contained"),
  incidentsEradicated: csf("RS.MI-02", "Incidents are eradicated"),
  evidenceIntegrity: csf("RS.AN-07", "Incident data and metadata are collected, and their integrity and provenance are preserved"),

  aiInventory: rmf("GOVERN 1.6", "Mechanisms are in place to inventory AI systems"),
  aiDecommissioning: rmf("GOVERN 1.7", "Processes are in place for decommissioning and phasing out AI systems safely"),
  aiRoles: rmf("GOVERN 2.1", "Roles, responsibilities and lines of communication are documented and clear"),
  aiThirdParties: rmf("GOVERN 6.1", "Policies address AI risks associated with third-party entities"),
  aiHumanOversight: rmf("MAP 3.5", "Processes for human oversight are defined, assessed and documented"),
  aiProductionMonitored: rmf("MEASURE 2.4", "The behavior of the AI system and its components is monitored in production"),
  aiSecurityEvaluated: rmf("MEASURE 2.7", "AI system security and resilience are evaluated and documented"),
  aiDeactivation: rmf("MANAGE 2.4", "Mechanisms are in place to supersede, disengage or deactivate AI systems"),
  aiPostDeployment: rmf("MANAGE 4.1", "Post-deployment AI system monitoring plans are implemented"),
} as const satisfies Record<string, Control>;
