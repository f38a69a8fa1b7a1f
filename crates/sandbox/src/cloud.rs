//! The whole sandbox as one value, and a call to it.

use crate::bedrock::catalogue::Catalogue;
use crate::caller::{Caller, Origin};
use crate::clock::Clock;
use crate::error::ApiError;
use crate::events::EventLog;
use crate::faults::Faults;
use crate::gateway;
use crate::saved::{Moment, Moments, Writer};
use crate::session::Sealer;
use crate::sigv4::SigningKeys;
use crate::state::World;
use crate::state::permissions::Grants;
use crate::state::propagation::Delays;
use crate::sts::session_policies::SessionPolicies;
use crate::trusts::Trusts;
use crate::wire::form::Form;
use crate::wire::reply::Answer;
use crate::wire::request::Incoming;
use axum::http::StatusCode;
use serde_json::Value;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::Notify;

/// Everything that a request can reach.
pub(crate) struct Cloud {
    /// Shared with snapshots and with the file being written: copied only when it is changed then.
    pub(crate) world: RwLock<Arc<World>>,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    /// Told of every change, for the state file.
    pub(crate) changed: Notify,
    /// What a reset goes back to.
    pub(crate) beginning: Moment,
    pub(crate) moments: Moments,
    /// Who has it may use the control endpoint.
    pub(crate) control_token: String,
    pub(crate) writer: Option<Writer>,
    pub(crate) events: EventLog,
    pub(crate) sealer: Sealer,
    pub(crate) signing_keys: SigningKeys,
    pub(crate) trusts: Trusts,
    pub(crate) session_policies: SessionPolicies,
    pub(crate) catalogue: Catalogue,
    pub(crate) gateway_sessions: gateway::Sessions,
    /// Held while StackSets deploy: one step at a time.
    pub(crate) deploying: Mutex<()>,
    /// What a root user may do: everything.
    pub(crate) root_grants: Arc<Grants>,
}

impl Cloud {
    /// The seeds' region.
    pub(crate) fn region(&self) -> &'static str {
        "us-east-1"
    }

    /// No handler leaves the world half-changed, so a poisoned lock is as good as a whole one.
    pub(crate) fn read(&self) -> WorldRef<'_> {
        WorldRef(self.world.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The world for itself, to note in it when something was last used: what a snapshot shares with it
    /// must not hear of that.
    pub(crate) fn read_apart(&self) -> WorldRef<'_> {
        let world = self.read();
        if Arc::strong_count(&world.0) == 1 {
            return world;
        }
        drop(world);
        Arc::make_mut(&mut self.world.write().unwrap_or_else(PoisonError::into_inner));
        self.read()
    }

    /// To change it. One change at a time: the delay of this one is drawn here.
    pub(crate) fn write(&self) -> WorldMut<'_> {
        let mut guard = WorldMut(self.world.write().unwrap_or_else(PoisonError::into_inner));
        if guard.delays != Delays::default() {
            guard.propagation_delay = guard.delays.draw();
        }
        // Whoever is told now reads only after the change: the lock is held until then.
        self.changed.notify_one();
        guard
    }

    /// The world as it is now, for as long as it is wanted; what changes later does not show in it.
    pub(crate) fn share(&self) -> Arc<World> {
        Arc::clone(&self.world.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Another world in place of this one.
    pub(crate) fn replace(&self, world: Arc<World>) {
        *self.world.write().unwrap_or_else(PoisonError::into_inner) = world;
        self.changed.notify_one();
    }
}

/// The world, to read.
pub(crate) struct WorldRef<'a>(RwLockReadGuard<'a, Arc<World>>);

impl Deref for WorldRef<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0
    }
}

/// The world, to change: what others still hold of it stays as it was.
pub(crate) struct WorldMut<'a>(RwLockWriteGuard<'a, Arc<World>>);

impl Deref for WorldMut<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0
    }
}

impl DerefMut for WorldMut<'_> {
    fn deref_mut(&mut self) -> &mut World {
        Arc::make_mut(&mut self.0)
    }
}

/// One call of an operation.
pub(crate) struct Call<'a> {
    pub(crate) cloud: &'a Cloud,
    pub(crate) caller: &'a Caller,
    pub(crate) origin: &'a Origin,
    pub(crate) request: &'a Incoming,
    /// The operation's name.
    pub(crate) operation: &'static str,
    /// Query protocol: the parameters. REST: the query string.
    pub(crate) form: &'a Form,
    /// REST: what the path names, decoded; empty where it names nothing.
    pub(crate) target: &'a str,
}

/// An operation: its name and what it does.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&Call<'_>) -> Result<Answer, ApiError>,
}

impl Call<'_> {
    /// Says so where a parameter of AWS's is not served, instead of passing over it in silence.
    pub(crate) fn refuse_unserved(&self, parameters: &[&str]) -> Result<(), ApiError> {
        match parameters.iter().find(|name| self.form.has(name)) {
            None => Ok(()),
            Some(name) => Err(ApiError::new(
                StatusCode::NOT_IMPLEMENTED,
                "NotImplemented",
                format!("The sandbox does not serve the parameter {name}."),
            )),
        }
    }

    /// JSON 1.1: the body, an object. One that is none is refused as AWS does.
    pub(crate) fn json(&self) -> Result<Value, ApiError> {
        let body: &[u8] = if self.request.body.is_empty() { b"{}" } else { &self.request.body };
        let value = serde_json::from_slice(body).ok().filter(Value::is_object);
        value.ok_or_else(|| ApiError::bad_request("SerializationException", ""))
    }

    /// An integer parameter.
    pub(crate) fn integer(&self, name: &str) -> Result<Option<i64>, ApiError> {
        let parse = |text: &str| {
            text.parse::<i64>().map_err(|_| {
                ApiError::bad_request("MalformedInput", format!("Invalid integer value for {name}"))
            })
        };
        self.form.get(name).map(parse).transpose()
    }
}
