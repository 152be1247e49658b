namespace OciFs.Cli.Terminal;

/// <summary>How far some work is, as one line for a person: as much of it as fits the width.</summary>
internal static class ProgressLine
{
    // What is left of a name when all else fits no more says nothing.
    private const int LeastName = 8;

    /// <summary>The line, of at most <paramref name="width"/> columns.</summary>
    /// <param name="report">What is being done, and how far it is.</param>
    /// <param name="rate">Bytes a second; 0 where nothing tells yet.</param>
    /// <param name="width">Columns.</param>
    public static string Of(in ProgressReport report, double rate, int width)
    {
        var isMeasured = report.Total > 0 && report.Done <= report.Total;
        var amount = isMeasured ? $"{Output.Size(report.Done)} of {Output.Size(report.Total)}" : Output.Size(report.Done);
        var speed = rate >= 1 ? $"{Output.Size((long)rate)}/s" : null;
        var left = rate >= 1 && isMeasured ? $"{Time((report.Total - report.Done) / rate)} left" : null;
        var what = Output.Line(report.What, int.MaxValue);
        string?[] forms =
        [
            Join(amount, speed, left), Join(amount, left), amount, isMeasured ? $"{Percent(report)}%" : null,
        ];
        foreach (var numbers in forms.OfType<string>())
        {
            if (Columns.Of(what) + 2 + numbers.Length <= width)
            {
                return $"{what}: {numbers}";
            }
        }

        var room = width - forms[2]!.Length - 2;
        return room >= LeastName ? $"{Columns.Cut(what, room)}: {forms[2]}" : Columns.Cut(forms[3] ?? forms[2]!, Math.Max(width, 1));
    }

    // What is not quite done does not say that it is.
    private static long Percent(in ProgressReport report) => Math.Min((long)(100.0 * report.Done / report.Total), report.Done < report.Total ? 99 : 100);

    private static string Join(params string?[] parts) => string.Join(", ", parts.OfType<string>());

    private static string Time(double seconds) => seconds switch
    {
        < 1 => "1 s",
        < 99.5 => $"{seconds:0} s",
        < 99.5 * 60 => $"{seconds / 60:0} min",
        < 48 * 3600 => $"{seconds / 3600:0} h",
        _ => $"{seconds / 86400:0} days",
    };
}

/// <summary>How far some work is.</summary>
/// <param name="What">What is being done, in words for people.</param>
/// <param name="Done">Bytes that are done.</param>
/// <param name="Total">Bytes that there are to do; 0 where that is not known.</param>
internal readonly record struct ProgressReport(string What, long Done, long Total);
