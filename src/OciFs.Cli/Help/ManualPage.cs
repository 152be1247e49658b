using System.CommandLine;
using System.Text;

namespace OciFs.Cli.Help;

/// <summary>Makes the manual of <c>ocifs</c> from the definitions of its commands, in the language of man(7).</summary>
/// <param name="root">The commands.</param>
internal sealed class ManualPage(RootCommand root)
{
    // Escapes make lines longer, to 80 at most as a rule.
    private const int SourceWidth = 60;

    private readonly StringBuilder _page = new();

    /// <summary>The manual.</summary>
    public string Text()
    {
        _page.Append(".TH OCIFS 1 \"\" \"ocifs\" \"User Commands\"\n");
        Section("NAME");
        Line("ocifs - show container images as files");
        Section("SYNOPSIS");
        _page.Append(".B ocifs\n");
        Line("COMMAND [OPTION...] [ARGUMENT...]");
        Section("DESCRIPTION");
        Line(root.Description ?? string.Empty);
        Line("IMAGE is a SOURCE that selects one image. PATH is a path in its root file system; symbolic links in it are followed inside the image, never out of it. "
            + "A PATH that begins with // is a path in the tree that a mount of the source shows.");
        Section("COMMANDS");
        foreach (var command in CommandWords.Shown(root))
        {
            AppendCommand(command);
        }

        Section("OPTIONS");
        AppendOptions(root);
        AppendRest();
        return _page.ToString();
    }

    private void AppendCommand(Command command)
    {
        _page.Append($".SS {Plain(CommandWords.UsageOf(command, $"ocifs {command.Name}"))}\n");
        Line(command.Description ?? string.Empty);
        foreach (var argument in command.Arguments.Where(argument => !argument.Hidden))
        {
            Item(argument.Name, argument.Description ?? string.Empty);
        }

        foreach (var item in CommandWords.Shown(command))
        {
            Item(item.Name, item.Description ?? string.Empty);
        }

        AppendOptions(command);
    }

    private void AppendOptions(Command command)
    {
        foreach (var option in command.Options.Where(option => !option.Hidden))
        {
            var value = CommandWords.ValueOf(option) is { } name ? $" {name}" : string.Empty;
            Item(string.Join(", ", CommandWords.WordsOf(option, command)) + value, option.Description ?? string.Empty);
        }
    }

    private void AppendRest()
    {
        Section("SOURCES");
        Line("[TRANSPORT:]LOCATION[:REFERENCE]. Without a transport it is told by what is there; with a reference only that image is meant.");
        Item("oci:DIR", "An OCI image layout.");
        Item("oci-archive:FILE", "The same in a tar, read in place, also compressed.");
        Item("docker-archive:FILE", "What docker save writes, read in place.");
        Item("containers-storage:[ROOT]", "The images of Podman, Buildah and CRI-O.");
        Item("docker-store:[ROOT]", "The images of Docker.");
        Item("containerd:[ROOT]", "The images of containerd, without its daemon.");
        Section("EXAMPLES");
        foreach (var command in CommandWords.Shown(root))
        {
            foreach (var example in CommandPages.Of(command.Name).Examples)
            {
                Item(example.Line, $"{example.What}.");
            }
        }

        Section("EXIT STATUS");
        Item("0", "Done.");
        Item("1", "Failed; for check: something is damaged; for diff: there are differences.");
        Item("2", "Asked for in a way that cannot be understood.");
        Section("ENVIRONMENT");
        Item("OCIFS_CACHE", "Folder of the index cache.");
        Item("XDG_CACHE_HOME", "Where the cache is, in ocifs, where OCIFS_CACHE is not set.");
        Item("NO_COLOR", "Set to anything: no colours.");
        Section("FILES");
        Item("~/.cache/ocifs", "The index cache, where the environment says no other.");
        Section("SEE ALSO");
        Line("fuse(4), mount(8), podman(1), skopeo(1), umoci(1)");
    }

    private void Section(string name) => _page.Append($".SH {name}\n");

    private void Item(string name, string what)
    {
        _page.Append($".TP\n.B {Plain(name)}\n");
        Line(what);
    }

    // Lines of the source, which the reader's terminal fills anew.
    private void Line(string text)
    {
        foreach (var line in HelpPage.Wrap(text, SourceWidth))
        {
            _page.Append(line.StartsWith('.') ? "\\&" : string.Empty).Append(Plain(line)).Append('\n');
        }
    }

    // What is typed is to come out as it is: a hyphen would be another character. Letters beyond ASCII by their numbers.
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => plain.Append("\\e"),
                '-' => plain.Append("\\-"),
                '\'' => plain.Append("\\(aq"),
                '"' => plain.Append("\\(dq"),
                '~' => plain.Append("\\(ti"),
                '^' => plain.Append("\\(ha"),
                '`' => plain.Append("\\(ga"),
                _ when rune.IsAscii => plain.Append(rune.ToString()),
                _ => plain.Append($"\\[u{rune.Value:X4}]"),
            };
        }

        return plain.ToString();
    }
}
