//! Where moto does not do what AWS does, by the test that would notice.

/// moto 5.2 changes an instance's parameters and not its stack: AWS updates the stack with them (API
/// reference, UpdateStackInstances).
pub(crate) const UPDATES_REACH_THE_ROLE: bool = false;

/// moto refuses the call where a stack cannot be made: AWS takes it, and the operation fails with the
/// instance OUTDATED (User Guide, "Stack instance status codes").
pub(crate) const REFUSES_THE_CALL: bool = true;
