//! Inputs that must be refused, each with its message: no document is made of them. Partitions do not
//! trust each other, so a role outside of `aws` can never let the gateway in.

use super::report::{Case, Group};
use crate::fields::Field;
use crate::pack::Pack;
use crate::setup::{Setup, Target};

/// An input, the field that must be at fault, and words of its message.
struct Refused {
    id: &'static str,
    title: &'static str,
    change: fn(&mut Setup),
    field: Field,
    words: &'static str,
}

const REFUSED: [Refused; 12] = [
    Refused {
        id: "role-in-aws-cn",
        title: "A role in the partition aws-cn",
        change: |setup| setup.role_arn = Some("arn:aws-cn:iam::123456789012:role/quilr".to_owned()),
        field: Field::RoleArn,
        words: "a role in `aws-cn` cannot trust a principal in `aws`",
    },
    Refused {
        id: "role-in-aws-us-gov",
        title: "A role in the partition aws-us-gov",
        change: |setup| setup.role_arn = Some("arn:aws-us-gov:iam::123456789012:role/quilr".to_owned()),
        field: Field::RoleArn,
        words: "a role in `aws-us-gov` cannot trust a principal in `aws`",
    },
    Refused {
        id: "region-in-aws-cn",
        title: "A region of the partition aws-cn",
        change: |setup| setup.region = "cn-north-1".to_owned(),
        field: Field::Region,
        words: "a role in `aws-cn` cannot trust a principal in `aws`",
    },
    Refused {
        id: "region-in-aws-us-gov",
        title: "A region of the partition aws-us-gov",
        change: |setup| setup.region = "us-gov-west-1".to_owned(),
        field: Field::Region,
        words: "a role in `aws-us-gov` cannot trust a principal in `aws`",
    },
    Refused {
        id: "narrowed-to-aws-cn",
        title: "Permissions narrowed to the partition aws-cn",
        change: |setup| setup.regions = vec!["us-east-1".to_owned(), "cn-northwest-1".to_owned()],
        field: Field::Regions,
        words: "a role in `aws-cn` cannot trust a principal in `aws`",
    },
    Refused {
        id: "external-id-too-short",
        title: "An ExternalId of one character",
        change: |setup| setup.external_id = "a".to_owned(),
        field: Field::ExternalId,
        words: "2-1224 characters, not 1",
    },
    Refused {
        id: "external-id-too-long",
        title: "An ExternalId of 1225 characters",
        change: |setup| setup.external_id = "a".repeat(1225),
        field: Field::ExternalId,
        words: "2-1224 characters, not 1225",
    },
    Refused {
        id: "external-id-wildcard",
        title: "A wildcard in the ExternalId",
        change: |setup| setup.external_id = "acme-*".to_owned(),
        field: Field::ExternalId,
        words: "must not contain",
    },
    Refused {
        id: "role-name-too-long",
        title: "A role name of 65 characters",
        change: |setup| setup.role_name = "r".repeat(65),
        field: Field::RoleName,
        words: "64 characters at most, not 65",
    },
    Refused {
        id: "role-path-too-long",
        title: "A path of 513 characters",
        change: |setup| setup.role_path = format!("/{}/", "p".repeat(511)),
        field: Field::RolePath,
        words: "512 characters at most, not 513",
    },
    Refused {
        id: "account-too-short",
        title: "An account of 11 digits",
        change: |setup| setup.account_id = "12345678901".to_owned(),
        field: Field::AccountId,
        words: "12 digits, not 11",
    },
    Refused {
        id: "profile-as-model",
        title: "An inference profile in the place of a model",
        change: |setup| setup.models = vec!["global.anthropic.claude-haiku".to_owned()],
        field: Field::Models,
        words: "is the id of an inference profile",
    },
];

pub(super) fn cases(pack: &Pack, cases: &mut Vec<Case>) {
    for Refused { id, title, change, field, words } in REFUSED {
        let mut setup = Setup {
            account_id: "123456789012".to_owned(),
            role_name: "quilr".to_owned(),
            role_path: "/".to_owned(),
            region: "us-east-1".to_owned(),
            ..Setup::new(pack, String::new(), "7f3c2b1e-acme-2026".to_owned(), Target::Sandbox)
        };
        change(&mut setup);
        let notes = setup.check(pack, &[]).err().unwrap_or_default();
        let note = notes.iter().find(|note| note.field == field && note.message.contains(words));
        let case = Case::passed(
            Group::Render,
            (format!("render/refused/{id}"), format!("render/refused/{id}")),
            format!("{title}: refused"),
            note.map(|note| note.message.as_str()).unwrap_or_default(),
        );
        cases.push(if note.is_some() {
            case
        } else {
            let message = format!("it is not refused with the words {words:?}");
            case.failed(&message, "Report it: the program takes what cannot work.", None)
        });
    }
}
