//! What a machine's graphics ask of WebKitGTK: from facts to environment variables.

/// Without a GPU, WebKitGTK's compositing is done by the processor: on a virtual machine or a remote
/// desktop each frame takes twice as long and the program some 70 MB more.
const NO_COMPOSITING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// With NVIDIA's own driver, buffers that WebKit shares by DMA show an empty or a flickering window.
const NO_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// The same driver ends a Wayland client that it shares a buffer with before the buffer is drawn
/// (`Error 71 (Protocol error)`).
const NO_EXPLICIT_SYNC: &str = "__NV_DISABLE_EXPLICIT_SYNC";

/// Every variable that may be set.
pub(super) const ALL: [&str; 3] = [NO_COMPOSITING, NO_DMABUF, NO_EXPLICIT_SYNC];

/// What the decision depends on.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    /// A GPU that can render, whoever made it.
    pub(super) gpu: bool,
    /// NVIDIA's own kernel driver is loaded, open or closed; not nouveau.
    pub(super) nvidia: bool,
    /// The window will be a Wayland one.
    pub(super) wayland: bool,
    /// Of the variables above, those that the user has set, to whatever.
    pub(super) chosen: Vec<&'static str>,
}

/// The variables to set to `1`. A choice made in the environment is kept.
pub(super) fn workarounds(facts: &Facts) -> Vec<&'static str> {
    [
        (NO_COMPOSITING, !facts.gpu),
        (NO_DMABUF, facts.nvidia),
        (NO_EXPLICIT_SYNC, facts.nvidia && facts.wayland),
    ]
    .into_iter()
    .filter(|(name, needed)| *needed && !facts.chosen.contains(name))
    .map(|(name, _)| name)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_graphics_decide() {
        let facts = |gpu, nvidia, wayland| Facts { gpu, nvidia, wayland, chosen: vec![] };
        for (facts, expected) in [
            (facts(true, false, false), &[][..]),
            (facts(true, false, true), &[]),
            (facts(false, false, false), &[NO_COMPOSITING]),
            (facts(false, false, true), &[NO_COMPOSITING]),
            (facts(true, true, false), &[NO_DMABUF]),
            (facts(true, true, true), &[NO_DMABUF, NO_EXPLICIT_SYNC]),
            // The driver is loaded, and this session may not use the card: a container, a remote desktop.
            (facts(false, true, false), &[NO_COMPOSITING, NO_DMABUF]),
            (facts(false, true, true), &[NO_COMPOSITING, NO_DMABUF, NO_EXPLICIT_SYNC]),
        ] {
            assert_eq!(workarounds(&facts), expected, "{facts:?}");
        }
    }

    #[test]
    fn a_choice_in_the_environment_is_kept() {
        for kept in ALL {
            let facts = Facts { gpu: false, nvidia: true, wayland: true, chosen: vec![kept] };
            let others: Vec<&str> = ALL.into_iter().filter(|name| *name != kept).collect();
            assert_eq!(workarounds(&facts), others);
        }
    }
}
