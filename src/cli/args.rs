//! The command line as clap sees it; help, completions and the man page come from here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diag::Code;

/// Lays out a comparison of two subjects as a sheet people pin on the wall.
#[derive(Debug, Parser)]
#[command(
    name = "cheatsheet",
    version,
    max_term_width = 100,
    after_help = "Exit codes:\n  0  done\n  1  the sheet, or what is checked, has problems\n  2  the command could not run\n\n\
    Environment:\n  NO_COLOR           no colours in messages\n  SOURCE_DATE_EPOCH  seconds since 1970, the date of creation \
    in the PDF [default: the date of the sheet]"
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Messages")]
pub(super) struct Output {
    /// How messages are written to standard error
    #[arg(long, global = true, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(super) message_format: MessageFormat,
    /// Only errors
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// When messages are coloured
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(super) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// The line with a caret under the place, and a remedy
    Human,
    /// One line each: file, line, column, severity, code, message
    Short,
    /// One JSON object a line
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// One SARIF 2.1.0 log
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal
    Auto,
    Always,
    Never,
}

/// In the order of the author's work.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    New(New),
    Render(Render),
    Check(Check),
    Watch(Watch),
    Diff(Diff),
    Extract(Extract),
    /// Print the JSON Schema of the sheet file, for completion and help in editors
    #[command(after_help = "Save it beside the sheet, where the `$schema` of a new sheet expects it.\n\n\
        Example:\n  cheatsheet schema > cheatsheet.schema.json")]
    Schema,
    Explain(Explain),
    Completions(Completions),
    Man(Man),
}

/// Write a small valid sheet to start from; never overwrites
#[derive(Debug, Args)]
#[command(
    after_help = "Its `$schema` names cheatsheet.schema.json in the same folder: put the schema there, and an editor\n\
    completes the keys and says what they mean.\n\n\
    Example:\n  cheatsheet new trains-vs-planes.json\n  cheatsheet schema > cheatsheet.schema.json\n  \
    cheatsheet watch trains-vs-planes.json"
)]
pub(super) struct New {
    /// The file to write; - writes to standard output
    #[arg(default_value = "sheet.json")]
    pub(super) file: PathBuf,
}

/// Make the PDF of a sheet, or a picture of a page
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cheatsheet render sheet.json\n  cheatsheet render sheet.json --edition letter -o out/\n  \
    cheatsheet render sheet.json -o page.png --page 2 --width 1200\n  cheatsheet render sheet.json -o - | lpr"
)]
pub(super) struct Render {
    /// The sheet file; - reads standard input
    pub(super) sheet: PathBuf,
    #[command(flatten)]
    pub(super) making: Making,
}

/// What is made of a sheet, and where it goes.
#[derive(Debug, Args)]
pub(super) struct Making {
    /// A file, a folder (ends with / or exists), or - for standard output [default: TITLE.pdf]
    #[arg(short, value_name = "OUT")]
    pub(super) out: Option<PathBuf>,
    /// Which edition of the sheet; may be given several times [default: the first]
    #[arg(long, value_name = "ID")]
    pub(super) edition: Vec<String>,
    /// What the PDF conforms to
    #[arg(long, value_enum, default_value = "ua1", value_name = "STANDARD")]
    pub(super) pdf: PdfStandard,
    #[command(flatten)]
    pub(super) change: Change,
    #[command(flatten)]
    pub(super) fonts: FontPath,
    #[command(flatten)]
    pub(super) picture: Picture,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PdfStandard {
    /// PDF 1.7, PDF/UA-1 and PDF/A-3a
    Ua1,
    /// PDF 2.0, PDF/UA-2 and PDF/A-4f
    Ua2,
}

/// In which form it is made.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Pictures")]
pub(super) struct Picture {
    /// Write this instead of what the name of OUT says (.pdf, .png)
    #[arg(long, value_enum, value_name = "FORM")]
    pub(super) emit: Option<Emit>,
    /// Which page becomes a picture [default: 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) page: Option<u32>,
    /// Pixels a point of a picture [default: 2]
    #[arg(long, value_name = "FACTOR", conflicts_with = "width")]
    pub(super) scale: Option<f32>,
    /// Pixels across a picture
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) width: Option<u32>,
}

/// Where fonts are, beside those in the binary and those that the sheet names.
#[derive(Debug, Clone, Args)]
pub(super) struct FontPath {
    /// Take characters that no other font has from the fonts in this folder; may be given several times
    #[arg(long, value_name = "DIR")]
    pub(super) font_path: Vec<PathBuf>,
}

/// What an edition sets, for one run.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "What the edition sets, for one run")]
pub(super) struct Change {
    /// a3, a4, a5, letter, legal, tabloid, or WIDTHxHEIGHT in millimetres
    #[arg(long, value_name = "SIZE", value_parser = super::edition::paper)]
    pub(super) paper: Option<crate::model::Paper>,
    /// Fit into this many pages or fewer
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(crate::model::Edition::MOST_PAGES)))]
    pub(super) pages: Option<u32>,
    /// Colours, or black ink alone
    #[arg(long, value_enum, value_name = "MODE")]
    pub(super) colour: Option<Colour>,
    /// Keep items of priority 1 up to this
    #[arg(long, value_name = "1-4", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub(super) priority: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    Full,
    Gray,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Emit {
    Pdf,
    Png,
    /// The positioned items as text, for tests
    Display,
}

/// Find the errors and warnings of sheets
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cheatsheet check sheet.json\n  cheatsheet check sheet.json --against \"Trains vs. planes.pdf\"\n  \
    cheatsheet check sheet.json --stale 90 --sources --message-format github"
)]
pub(super) struct Check {
    /// The sheet files; - reads standard input
    #[arg(required = true)]
    pub(super) sheets: Vec<PathBuf>,
    /// Whether this PDF, or those in this folder, are what the sheet makes now
    #[arg(long, value_name = "FILE-OR-DIR")]
    pub(super) against: Option<PathBuf>,
    /// Find facts that nobody checked for so many days, up to today (UTC; that of `SOURCE_DATE_EPOCH` if it is set)
    #[arg(long, value_name = "DAYS")]
    pub(super) stale: Option<u32>,
    #[command(flatten)]
    pub(super) fonts: FontPath,
    /// Find cells without a source
    #[arg(long)]
    pub(super) sources: bool,
}

/// Render again whenever the sheet, or a file that it names, changes
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cheatsheet watch sheet.json -o sheet.pdf")]
pub(super) struct Watch {
    /// The sheet file
    pub(super) sheet: PathBuf,
    #[command(flatten)]
    pub(super) making: Making,
}

/// Say what changed between two sheets, or PDFs that carry them
#[derive(Debug, Args)]
#[command(
    after_help = "Pictures and fonts are compared by their names. That something changed is no error: the exit code is 0.\n\n\
    Examples:\n  cheatsheet diff \"Trains vs. planes.pdf\" sheet.json\n  \
    cheatsheet diff old.json new.json --format markdown > changes.md\n  \
    git show HEAD:sheet.json | cheatsheet diff - sheet.json"
)]
pub(super) struct Diff {
    /// The sheet file as it was, or a PDF that carries it; - reads standard input
    pub(super) old: PathBuf,
    /// The same as it is now
    pub(super) new: PathBuf,
    /// How it is said
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub(super) format: DiffFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// All changes, in the words of the file
    Text,
    /// For readers: what changed on the sheet, in its language
    Markdown,
    /// The same as a part of a web page
    Html,
    /// All changes, with their places in both files
    Json,
}

/// Print what a code in a message means, and what to do about it
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cheatsheet explain\n  cheatsheet explain missing-cell")]
pub(super) struct Explain {
    /// The word in brackets after `error` or `warning` [default: all of them]
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(Code::ALL.iter().map(|code| code.word())),
        hide_possible_values = true)]
    pub(super) code: Option<String>,
}

/// Take out the sheet file that a PDF carries
#[derive(Debug, Args)]
#[command(
    after_help = "The theme file that the sheet names is carried too, and written beside the sheet that goes to a file. What else \
    it needs (fonts, pictures) is named in warnings.\n\n\
    Examples:\n  cheatsheet extract \"Trains vs. planes.pdf\" -o sheet.json\n  \
    cheatsheet extract sheet.pdf | diff - sheet.json"
)]
pub(super) struct Extract {
    /// A PDF that this tool wrote
    pub(super) pdf: PathBuf,
    /// A file, or - for standard output [default: -]
    #[arg(short, value_name = "OUT")]
    pub(super) out: Option<PathBuf>,
}

/// Print a script that completes commands and flags in a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  cheatsheet completions bash > ~/.local/share/bash-completion/completions/cheatsheet"
)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

/// Print a man page: of the program, or of one command
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cheatsheet man > ~/.local/share/man/man1/cheatsheet.1\n  \
    cheatsheet man render > ~/.local/share/man/man1/cheatsheet-render.1")]
pub(super) struct Man {
    /// The command [default: the program as a whole]
    pub(super) command: Option<String>,
}
