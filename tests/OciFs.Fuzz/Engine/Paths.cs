namespace OciFs.Fuzz.Engine;

/// <summary>The files of one harness in the output folder.</summary>
internal sealed record Paths(string Output, string Harness)
{
    public string Corpus => Path.Combine(Output, "corpus", Harness);

    public string Findings => Path.Combine(Output, "findings", Harness);

    public string Input => Path.Combine(Output, $"{Harness}.input");

    public string Result => Path.Combine(Output, $"{Harness}.result");

    /// <summary>Keeps a finding, its input beside its text.</summary>
    public void Keep(byte[] input, Finding finding)
    {
        Directory.CreateDirectory(Findings);
        File.WriteAllBytes(Path.Combine(Findings, finding.Kind), input);
        File.WriteAllText(Path.Combine(Findings, finding.Kind + ".txt"), finding.Text + "\n");
    }
}
