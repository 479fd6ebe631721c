namespace Vigie.Benchmarks.Tracking;

/// <summary>One coordinate of SORT's filter, with the variances of the authors' program: 10 at first, 10,000 for the pace, noise 1 a frame.</summary>
/// <param name="value">First measurement.</param>
/// <param name="noise">Variance of a measurement.</param>
/// <param name="moves">Variance that the pace gains in a frame; 0: it has none.</param>
internal sealed class SortAxis(double value, double noise, double moves)
{
    private double _variance = 10;
    private double _covariance;
    private double _paceVariance = moves > 0 ? 10_000 : 0;

    public double Value { get; private set; } = value;

    public double Pace { get; private set; }

    public void Stop() => Pace = 0;

    public void Predict()
    {
        Value += Pace;
        _variance += 2 * _covariance + _paceVariance + 1;
        _covariance += _paceVariance;
        _paceVariance += moves;
    }

    public void Correct(double measured)
    {
        double all = _variance + noise, gain = _variance / all, paceGain = _covariance / all, error = measured - Value;
        Value += gain * error;
        Pace += paceGain * error;
        _paceVariance -= paceGain * _covariance;
        _covariance -= gain * _covariance;
        _variance -= gain * _variance;
    }
}
