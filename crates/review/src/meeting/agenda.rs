//! What a meeting speaks about, in which order and how long.

use serde::{Deserialize, Serialize};

use super::Refusal;

/// Items of one agenda.
const ITEMS_AT_MOST: usize = 40;
/// A title, in characters.
pub(super) const TITLE: usize = 500;

/// What a facilitator may say first; they change it as they like.
pub const OPENING: &str = "We are here to learn how this came about. Everybody acted sensibly with what they knew at that moment. \
We describe before we explain, we ask what and how, and ideas for fixes go to the parking lot until they have soaked. \
Nobody has to speak, and everybody may.";

/// What an item is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Why we are here.
    Opening,
    /// The timeline, from the first entry to the last.
    Walk,
    /// Something to speak about.
    Theme,
    /// An open question.
    Question,
    /// What was parked, without deciding on it.
    Parking,
    /// Who learned something?
    Closing,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Names it in its meeting.
    #[serde(default)]
    pub id: String,
    /// What it is for.
    pub kind: ItemKind,
    /// What it is called.
    pub title: String,
    /// How long it is meant to take.
    pub minutes: u32,
    /// The entry that it is about.
    pub on: Option<String>,
}

/// An agenda of themes and open questions (words, and the entry that raised them) for a meeting of so many minutes. The walk along the timeline takes
/// two fifths; what remains is shared by themes and questions. Questions come as they are ranked: those for which no three minutes are left
/// are left out and can be asked on paper.
pub fn agenda(themes: &[String], questions: &[(String, Option<String>)], minutes: u32) -> Vec<Item> {
    let edge = if minutes >= 30 { 5 } else { 2 };
    let inner = minutes.saturating_sub(3 * edge);
    let has_topics = !themes.is_empty() || !questions.is_empty();
    let walk = if has_topics { (minutes * 2 / 5).min(inner) } else { inner };
    let left = inner - walk;
    let themes = themes.iter().map(|theme| (ItemKind::Theme, theme.clone(), None));
    let questions = questions.iter().map(|(text, on)| (ItemKind::Question, text.clone(), on.clone()));
    let fits = usize::try_from(left / 3).unwrap_or(usize::MAX);
    let topics: Vec<_> = themes.chain(questions).take(fits).collect();
    let each = left.checked_div(u32::try_from(topics.len()).unwrap_or(u32::MAX)).unwrap_or(0);
    let item = |kind, title: &str, minutes| Item {
        id: String::new(),
        kind,
        title: title.to_owned(),
        minutes,
        on: None,
    };
    let mut items =
        vec![item(ItemKind::Opening, "Opening", edge), item(ItemKind::Walk, "Timeline walk", walk)];
    items.extend(topics.into_iter().map(|(kind, title, on)| Item { on, ..item(kind, &title, each) }));
    items.push(item(ItemKind::Parking, "Parking lot", edge));
    items.push(item(ItemKind::Closing, "Who learned something?", edge));
    items
}

/// The items checked and numbered. What was there before keeps its id, so that the current item stays it.
pub fn numbered(mut items: Vec<Item>, before: &[Item]) -> Result<Vec<Item>, Refusal> {
    if items.len() > ITEMS_AT_MOST {
        return Err(Refusal::TooMany);
    }
    let mut last = before.iter().filter_map(|item| item.id.parse::<u32>().ok()).max().unwrap_or(0);
    let mut taken: Vec<String> = Vec::new();
    for item in &mut items {
        item.title = item.title.trim().to_owned();
        if item.title.is_empty() {
            return Err(Refusal::Empty);
        }
        if item.title.chars().count() > TITLE || item.on.as_ref().is_some_and(|on| on.len() > 200) {
            return Err(Refusal::TooLong);
        }
        if item.minutes > 480 {
            return Err(Refusal::Length);
        }
        let is_known = before.iter().any(|known| known.id == item.id) && !taken.contains(&item.id);
        if !is_known {
            last = last.saturating_add(1);
            item.id = last.to_string();
        }
        taken.push(item.id.clone());
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(themes: &[&str], questions: usize, minutes: u32, expected: &str) {
        let themes: Vec<String> = themes.iter().map(|theme| (*theme).to_owned()).collect();
        let questions: Vec<_> = (1..=questions).map(|number| (format!("Q{number}"), None)).collect();
        let items = numbered(agenda(&themes, &questions, minutes), &[]).unwrap();
        let told: Vec<String> =
            items.iter().map(|item| format!("{} {} {}", item.id, item.title, item.minutes)).collect();
        assert_eq!(told.join(", "), expected);
        assert!(items.iter().map(|item| item.minutes).sum::<u32>() <= minutes);
    }

    #[test]
    fn an_agenda_fits_into_its_meeting() {
        check(
            &["Who knew what"],
            2,
            60,
            "1 Opening 5, 2 Timeline walk 24, 3 Who knew what 7, 4 Q1 7, 5 Q2 7, 6 Parking lot 5, 7 Who learned something? 5",
        );
        check(&[], 0, 30, "1 Opening 5, 2 Timeline walk 15, 3 Parking lot 5, 4 Who learned something? 5");
        check(
            &[],
            9,
            20,
            "1 Opening 2, 2 Timeline walk 8, 3 Q1 3, 4 Q2 3, 5 Parking lot 2, 6 Who learned something? 2",
        );
    }

    #[test]
    fn an_item_stays_the_same_when_others_come() {
        let first = numbered(agenda(&["A".into()], &[], 60), &[]).unwrap();
        let mut changed = first.clone();
        let new = Item { id: "made up".into(), title: "New".into(), ..first[2].clone() };
        changed.insert(0, new.clone());
        let ids: Vec<String> = numbered(changed, &first).unwrap().into_iter().map(|item| item.id).collect();
        assert_eq!(ids, ["6", "1", "2", "3", "4", "5"]);
        assert_eq!(numbered(vec![new.clone(); 41], &[]), Err(Refusal::TooMany));
        assert_eq!(numbered(vec![Item { title: " ".into(), ..new }], &[]), Err(Refusal::Empty));
    }
}
