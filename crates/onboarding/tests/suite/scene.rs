//! The presenter's scenes: what they make of a setup.

use crate::common::{ACCOUNT, EXTERNAL_ID, setup};
use onboarding::scene::Stage;
use onboarding::setup::Step;
use onboarding::{Pack, SCENES, Scene, Setup};

const NEW: &str = "0f8e4f7a-7a40-4c5a-9f0e-6c1d2a3b4c5d";

fn staged(scene: &Scene, setup: &Setup, others: &[String]) -> Setup {
    let stage = Stage {
        account: ACCOUNT,
        external_id: NEW.to_owned(),
        at: "2026-11-22T14:02:11Z".to_owned(),
        others,
    };
    scene.staged(setup, &Pack::embedded(), stage)
}

#[test]
fn each_is_staged_with_a_setup_that_is_right_and_keeps_its_role() {
    let typed = Setup {
        name: "Acme".to_owned(),
        role_name: "acme-bedrock".to_owned(),
        trust_policy: Some("{".to_owned()),
        regions: vec!["eu-west-1".to_owned()],
        account_id: String::new(),
        ..setup()
    };
    for scene in &SCENES {
        let staged = staged(scene, &typed, &[]);
        let valid =
            staged.check(&Pack::embedded(), &[]).unwrap_or_else(|notes| panic!("{}: {notes:?}", scene.name));
        assert_eq!(valid.role_arn.as_str(), "arn:aws:iam::123456789012:role/acme-bedrock", "{}", scene.name);
        assert_eq!((staged.external_id.as_str(), staged.name.as_str()), (EXTERNAL_ID, "Acme"));
        assert_eq!((staged.step, staged.provider_types.len()), (Step::Verify, 4), "{}", scene.name);
        assert!(staged.applied.is_some_and(|applied| applied.max_session_duration == 3600));
        assert_eq!(Scene::named(scene.name), Some(scene));
    }
}

#[test]
fn what_cannot_be_played_with_gives_way_to_what_can() {
    let broken = [
        Setup { role_name: "not a name!".to_owned(), ..setup() },
        Setup { external_id: "x".to_owned(), ..setup() },
        setup(),
    ];
    let others = [EXTERNAL_ID.to_owned()];
    for setup in &broken {
        let staged = staged(&SCENES[0], setup, &others);
        assert!(staged.check(&Pack::embedded(), &others).is_ok(), "{}", setup.role_name);
        assert_eq!((staged.external_id.as_str(), staged.id.as_str()), (NEW, setup.id.as_str()));
    }
}
