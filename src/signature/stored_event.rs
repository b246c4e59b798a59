//! The server's own event scheduler.

use super::{Judgement, Signature};
use crate::{footprint::Footprint, scene::Scene};

/// The server's own event scheduler.
pub struct Member;

impl Signature for Member {
    fn id(&self) -> &'static str {
        "stored_event"
    }

    fn about(&self) -> &'static str {
        "The statement runs inside an event: the log names the stored program, the thread has no client, or an EVENTS dump holds the same statement with a schedule that fits."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let _ = print;
        let inside: Vec<usize> = scene.acts.iter().flat_map(|a| a.events.iter().copied()).filter(|&e| scene.case.query(e).is_some_and(|q| q.origin.as_deref().is_some_and(|o| o.starts_with("routine") || o.starts_with("event")))).collect();
        let event = scene.case.events.iter().enumerate().find_map(|(index, event)| match &event.kind {
            crate::event::EventKind::SchemaObject(object) if object.what == "event" => {
                let body = object.detail.as_deref().unwrap_or_default().to_lowercase();
                let fits = scene.acts.iter().any(|a| a.tables.iter().any(|t| body.contains(&t.to_lowercase())))
                    || inside.iter().any(|&e| scene.case.query(e).and_then(|q| q.origin.as_deref()).is_some_and(|o| o.ends_with(&object.name)));
                fits.then_some((index, object.name.clone()))
            }
            _ => None,
        });
        let mut out = Judgement::default();
        if let Some((index, name)) = event {
            out.add(if inside.is_empty() { 2.0 } else { 4.0 }, format!("an event of the server, {name}, names these tables"), vec![index]);
            out.command = Some(format!("EVENT {name}"));
        } else if scene.acts.iter().any(|a| a.host.as_deref() == Some("localhost") && a.events.iter().any(|&e| scene.case.query(e).is_some_and(|q| q.origin.as_deref().is_some_and(|o| o.starts_with("event"))))) {
            out.add(4.0, "the log says that the event scheduler ran it", inside.iter().copied().take(2).collect());
        }
        if out.points <= 0.0 {
            return Judgement::no("no event of the server names these tables, and no log says that one ran", Vec::new());
        }
        if !inside.is_empty() {
            out.add(3.0, "the log names the stored program that sent it", inside.iter().copied().take(3).collect());
        }
        out
    }
}
