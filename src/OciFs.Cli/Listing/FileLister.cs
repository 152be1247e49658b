using System.Text;
using OciFs.Images;
using OciFs.Views;

namespace OciFs.Cli.Listing;

/// <summary>Prints listings as ls(1) does: files that were asked for, then directories, each under its path where there are several.</summary>
internal sealed class FileLister
{
    private readonly ListingOptions _options;
    private readonly Stream _output;
    private readonly Func<int> _screenWidth;
    private readonly NameStyle _style;
    private readonly LongLine _line;
    private readonly ImageUsers _users;
    private readonly Func<byte[], FileNode?> _follow;
    private byte[]? _directory;
    private bool _hasPrinted;

    /// <param name="options">What is shown.</param>
    /// <param name="users">Names of owners.</param>
    /// <param name="output">Where to.</param>
    /// <param name="screenWidth">Columns of a line.</param>
    /// <param name="follow">What a path leads to; null where it leads nowhere.</param>
    public FileLister(ListingOptions options, ImageUsers users, Stream output, Func<int> screenWidth, Func<byte[], FileNode?> follow)
    {
        (_options, _users, _output, _screenWidth, _follow) = (options, users, output, screenWidth, follow);
        _style = new NameStyle(options);
        _line = new LongLine(options, users);
    }

    /// <summary>Whether something could not be listed; it was told.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Lists files as they are, in order.</summary>
    /// <param name="files">The files.</param>
    /// <param name="measured">Others that were asked for, which columns are as wide as if they were listed too.</param>
    public void PrintFiles(ListedFile[] files, IReadOnlyList<ListedFile> measured)
    {
        Print(FileOrder.Sorted(files, _options), hasTotal: false, measured);
        _hasPrinted |= files.Length > 0;
    }

    /// <summary>Lists a directory under its path.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="files">What is in it.</param>
    /// <param name="hasHeading">Whether the path is printed.</param>
    public void PrintDirectory(byte[] path, DirectoryFiles files, bool hasHeading)
    {
        if (hasHeading)
        {
            if (_hasPrinted)
            {
                _output.WriteByte(_options.EndOfLine);
            }

            _output.Write(_options.IsForPerson ? ShellQuoting.Quote(path, ":"u8) : path);
            _output.WriteByte((byte)':');
            _output.WriteByte(_options.EndOfLine);
        }

        _hasPrinted = true;
        _directory = path;
        Print(files.All, _options.IsLong || _options.HasBlocks, []);
    }

    /// <summary>Tells what cannot be had.</summary>
    public void Fail(string path, OciFsException error)
    {
        HasFailed = true;
        Output.Fail(path, error);
    }

    private bool NeedsWidths => _options.IsLong || _options.HasBlocks || _options.HasInode || _options.IsForPerson;

    private void Print(IEnumerable<ListedFile> files, bool hasTotal, IReadOnlyList<ListedFile> measured)
    {
        if (_options.HasColumns)
        {
            PrintColumns([.. files]);
            return;
        }

        var widths = new LineWidths(_options, _users, _style);
        if (NeedsWidths)
        {
            foreach (var file in files.Concat(measured))
            {
                if (TryGet(file, true, out var attributes))
                {
                    widths.Add(file, attributes);
                }
            }
        }

        PrintTotal(widths, hasTotal);
        foreach (var file in files)
        {
            if (!NeedsWidths && !_options.IsClassified)
            {
                _output.Write(file.Name);
                _output.WriteByte(_options.EndOfLine);
            }
            else if (TryGet(file, false, out var attributes))
            {
                PrintLine(file, attributes, widths);
            }
        }
    }

    private void PrintTotal(LineWidths widths, bool isAsked)
    {
        if (isAsked)
        {
            _output.Write(Encoding.ASCII.GetBytes($"total {LongLine.BlocksText(widths.TotalBlocks, _options)}"));
            _output.WriteByte(_options.EndOfLine);
        }
    }

    private void PrintLine(ListedFile file, in NodeAttributes attributes, LineWidths widths)
    {
        _output.Write(Encoding.UTF8.GetBytes(_line.Before(file, attributes, widths)));
        if (_options.IsLong && widths.HasQuoted && !_style.IsQuoted(file.Name))
        {
            _output.WriteByte((byte)' ');
        }

        _style.Write(_output, file.Name, attributes.Mode);
        if (!_options.IsLong || !UnixMode.IsSymbolicLink(attributes.Mode))
        {
            _output.Write(_style.MarkOf(attributes.Mode));
        }
        else if (Ask(file, () => file.Node.ReadLink()) is { IsDefault: false } target)
        {
            _output.Write(" -> "u8);
            _output.Write(_style.Text(target.AsSpan()));
            _output.Write(MarkOfTarget(file));
        }

        _output.WriteByte(_options.EndOfLine);
    }

    // The mark behind a target is the kind of what it leads to.
    private ReadOnlySpan<byte> MarkOfTarget(in ListedFile link)
    {
        var path = _directory is null ? link.Name : ListingRun.Join(_directory, link.Name);
        return _options.IsClassified && _follow(path) is { } target ? _style.MarkOf(target.Attributes.Mode) : default;
    }

    private void PrintColumns(ListedFile[] files)
    {
        var widths = new LineWidths(_options, _users, _style);
        List<(ListedFile File, NodeAttributes Attributes)> shown = [];
        foreach (var file in files)
        {
            if (TryGet(file, true, out var attributes))
            {
                widths.Add(file, attributes);
                shown.Add((file, attributes));
            }
        }

        PrintTotal(widths, _options.HasBlocks && _hasPrinted);
        var cells = shown.ConvertAll(cell => CellWidth(cell.File, cell.Attributes, widths)).ToArray();
        var (lines, columns) = NameColumns.Arrange(cells, _screenWidth());
        for (var line = 0; line < lines; line++)
        {
            for (var i = line; i < cells.Length; i += lines)
            {
                PrintCell(shown[i].File, shown[i].Attributes, widths);
                if (i + lines < cells.Length)
                {
                    _output.Write(Encoding.ASCII.GetBytes(string.Empty.PadRight(columns[i / lines] - cells[i])));
                }
            }

            _output.WriteByte(_options.EndOfLine);
        }
    }

    private void PrintCell(in ListedFile file, in NodeAttributes attributes, LineWidths widths)
    {
        _output.Write(Encoding.UTF8.GetBytes(_line.Before(file, attributes, widths)));
        if (widths.HasQuoted && !_style.IsQuoted(file.Name))
        {
            _output.WriteByte((byte)' ');
        }

        _style.Write(_output, file.Name, attributes.Mode);
        _output.Write(_style.MarkOf(attributes.Mode));
    }

    private int CellWidth(in ListedFile file, in NodeAttributes attributes, LineWidths widths) =>
        _line.Before(file, attributes, widths).Length + (widths.HasQuoted && !_style.IsQuoted(file.Name) ? 1 : 0)
        + Columns.Of(Encoding.UTF8.GetString(_style.Text(file.Name))) + _style.MarkOf(attributes.Mode).Length;

    private bool TryGet(ListedFile file, bool isTold, out NodeAttributes attributes)
    {
        try
        {
            attributes = file.Attributes;
            return true;
        }
        catch (OciFsException error)
        {
            attributes = default;
            if (isTold || !NeedsWidths)
            {
                Fail(ByteText.Decode(file.Name), error);
            }

            return false;
        }
    }

    private T? Ask<T>(ListedFile file, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (OciFsException error)
        {
            Fail(ByteText.Decode(file.Name), error);
            return default;
        }
    }
}
