/** The connector of the deployment's own API tokens: the collector reads them from the database, so there is no address, no credential and no signature. */
export const ownConnector = "countersign";
